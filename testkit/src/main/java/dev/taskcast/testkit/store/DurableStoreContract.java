package dev.taskcast.testkit.store;

/** What every store must pass whose tasks outlive the process, one process at a time or many. */
public abstract class DurableStoreContract extends TaskStoreContract
        implements JournalContract,
                DetailContract,
                RestartContract,
                NotesContract,
                ForgettingContract,
                RestingContract,
                CountsContract,
                WaitingPayloadsContract,
                OddityContract,
                OutageContract,
                QueueContract,
                RatesContract {
    /** A test of a store. */
    protected DurableStoreContract() {}
}
