"""What everything rests on: errors, paths, files, programs, comparing text, the commit."""
