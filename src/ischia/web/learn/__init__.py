"""Learn: the education texts as short illustrated pages, and a glossary."""
