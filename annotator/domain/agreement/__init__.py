"""How far people who labelled the same articles agree, and the cases behind each figure."""
