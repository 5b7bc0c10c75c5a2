package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskProgress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Commits, progress and reads from several threads: whatever they see, they could have seen one after the other. Each
 * thread also has a reader's cursor of its own.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
@Param(name = "number", gen = IntGen.class, conf = "1:3")
public class EventLogLincheckTest {
    private final LogRig rig = new LogRig(2).register("a").start("a");
    private final TaskRow firstRun = rig.row("a");
    private final Cursor[] cursors = {rig.log.end(), rig.log.end(), rig.log.end(), rig.log.end(), rig.log.end()};

    @Operation
    public String start() {
        return outcome(rig.submit("a", new Command.Start()));
    }

    @Operation
    public String cancel() {
        return outcome(rig.submit("a", new Command.Cancel()));
    }

    @Operation
    public String completeFirstRun() {
        return outcome(rig.submit("a", new Command.Complete(firstRun.fence(), null, List.of())));
    }

    @Operation
    public String firstRunHasEnded() {
        return outcome(rig.submit("a", new Command.HandlerEnded(firstRun.fence())));
    }

    @Operation
    public boolean progressOfFirstRun(@Param(name = "number") int number) {
        return rig.log.amended().progress(firstRun, new TaskProgress("at " + number));
    }

    @Operation
    public String unregister() {
        return outcome(rig.submit("a", new Command.Unregister()));
    }

    @Operation
    public String register() {
        return outcome(rig.submit("a", new Command.Register(LogRig.identity("a"), Terms.DEFAULT, null)));
    }

    @Operation
    public List<String> readOn(@Param(name = "thread") int thread) {
        Read.Some read = rig.read(cursors[thread], 2);
        cursors[thread] = read.next();
        return LogRig.told(read);
    }

    @Operation
    public List<String> readAll() {
        return LogRig.told(rig.read(LogRig.at(0)));
    }

    @Operation
    public List<String> members() {
        return rig.log.members(0, 10).rows().stream()
                .map(row -> LogRig.told(row.state()) + row.position())
                .toList();
    }

    @Operation
    public boolean resume(@Param(name = "number") int number) {
        return rig.log.resume(BASE + number) != null;
    }

    private static String outcome(Decision decision) {
        return decision instanceof Decision.Refused refused
                ? refused.reason().name()
                : decision.getClass().getSimpleName();
    }

    /** Lincheck's model checker walks through the fields of all objects, comparators of java.util included. */
    @BeforeAll
    static void openJavaUtil() {
        ByteBuddyAgent.install()
                .redefineModule(
                        Object.class.getModule(),
                        Set.of(),
                        Map.of(),
                        Map.of("java.util", Set.of(EventLogLincheckTest.class.getModule())),
                        Set.of(),
                        Map.of());
    }

    @Test
    void interleavingsAreLinearizable() {
        modelChecked(10, 100);
    }

    @Test
    @Tag("long")
    void manyInterleavingsAreLinearizable() {
        modelChecked(100, 500);
    }

    private static void modelChecked(int iterations, int invocations) {
        new ModelCheckingOptions()
                .iterations(iterations)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .invocationsPerIteration(invocations)
                .addGuarantee(
                        forClasses(EventLogLincheckTest::isPlain).allMethods().ignore())
                .check(EventLogLincheckTest.class);
    }

    /** Values, and collections that only a lock makes safe: a switch within them shows nothing that one between does not. */
    private static boolean isPlain(String className) {
        return className.matches("java[.]util[.](Array|Hash|Linked|Tree|Abstract|Immutable|Comparator|Collections).*")
                || className.startsWith("dev.taskcast.task.")
                || className.startsWith("dev.taskcast.lifecycle.")
                || className.startsWith("dev.taskcast.time.");
    }

    @Test
    void realThreadsAreLinearizable() {
        new StressOptions()
                .iterations(20)
                .threads(3)
                .actorsPerThread(3)
                .invocationsPerIteration(1_000)
                .check(EventLogLincheckTest.class);
    }
}
