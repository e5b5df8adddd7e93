"""A folder that kernels find first while Python starts, and that is taken out of the path then."""
