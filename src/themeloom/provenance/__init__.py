"""Where everything comes from: the commit, and the record of what was made from what.

`version` says which commit this is, `derived` and `outputs` keep the records. Nothing
is imported here: who only asks for the version must not wait for the rest.
"""
