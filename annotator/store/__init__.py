"""The only SQL. A public function is one transaction's work on a connection that it is given."""
