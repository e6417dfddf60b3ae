"""Where entries made on a device arrive: each once, whatever the network does."""
