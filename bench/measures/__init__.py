"""A file for each measure. `measure(ground, options)` answers its figures."""
