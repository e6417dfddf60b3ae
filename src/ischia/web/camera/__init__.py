"""The camera coach: what the page needs to see and count."""
