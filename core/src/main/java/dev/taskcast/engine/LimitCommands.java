package dev.taskcast.engine;

import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import java.util.function.UnaryOperator;

/** Sets limits, on all nodes. Thread-safe. */
public final class LimitCommands {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Commits commits;

    LimitCommands(Commits commits) {
        this.commits = commits;
    }

    /**
     * What the code says of a limit: on all nodes, the word of the one that was started last. It waits for no store: what is started after
     * it is decided after it.
     */
    void declare(LimitId of, LimitSetting.Values values) {
        UnaryOperator<LimitSetting> change = setting -> {
            if (!setting.declared().equals(values) && !setting.declared().equals(LimitSetting.Values.NONE)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The limit of " + of + " was declared as " + setting.declared() + ", and is now " + values);
            }
            return setting.declared(values);
        };
        commits.tell(new Command.SetLimit(of, change), decision -> commits.wake());
    }

    /**
     * Sets a limit.
     *
     * @param of what
     * @param change from how it is to how it is to be; may be called several times
     */
    public void set(LimitId of, UnaryOperator<LimitSetting> change) {
        Decision ignored = commits.submit("", new Command.SetLimit(of, change), OnApplied.NOTHING);
        commits.wake();
    }
}
