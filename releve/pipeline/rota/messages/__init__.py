"""The mails about calls, exchanges and receptions, and the signed addresses in them."""
