import LeJEPA.Ledger.Planning
