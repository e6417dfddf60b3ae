"""How a record travels: answers in, decisions out."""
