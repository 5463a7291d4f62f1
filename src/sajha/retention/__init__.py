"""How long a record is kept, why, who looks at it again and when, and how it ends."""
