"""The search compiled to machine code: flat arrays in, flat arrays out."""
