"""A small grammar that makes pairs of English and French sentences, and knows which word comes
from which."""
