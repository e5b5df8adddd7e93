"""What checks look at besides the store: texts of files, their properties, words of documents."""
