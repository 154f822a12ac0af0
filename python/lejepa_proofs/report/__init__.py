"""Tables, documents and figures made from the claims and what was found of them."""
