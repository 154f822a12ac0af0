"""Planning in a learned latent: what an encoder costs the planner; numpy only."""
