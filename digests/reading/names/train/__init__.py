"""Makes the weights: corpora and own sentences in, ``weights.npz`` out. Nothing at run time imports it."""
