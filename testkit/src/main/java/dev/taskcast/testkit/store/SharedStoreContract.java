package dev.taskcast.testkit.store;

/** What every store must pass that several nodes may be on at once. */
public abstract class SharedStoreContract extends DurableStoreContract
        implements NodesContract, NodeCountsContract, NodeRatesContract, LiveContract {
    /** A test of a store. */
    protected SharedStoreContract() {}
}
