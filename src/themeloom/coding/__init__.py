"""How a study is coded: the codebook, and for each source the words that each code stands at."""
