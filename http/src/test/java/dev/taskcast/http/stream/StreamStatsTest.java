package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamStats;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is counted of streams is what they were sent. Every report is an event here. */
class StreamStatsTest {
    /** More than the log keeps for exact reads. */
    private static final int FLOOD = 3_000;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.progressInterval(Duration.ZERO));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();
    private final ModelClient client = new ModelClient(endpoint);

    @BeforeEach
    void registered() {
        tasks.register("a", puppet);
        tasks.register("b", puppet);
    }

    private Puppet.Run start(String id) {
        tasks.start(id);
        return puppet.awaitRun();
    }

    private StreamStats stats() {
        endpoint.dispatch(); // as servers do after each hint
        return endpoint.streamStats();
    }

    @Test
    void theyCountWhatIsSent() {
        assertThat(stats()).isEqualTo(new StreamStats(0, 0, 0, 0, 0, 0));
        client.connect();
        int frames = 0;
        long bytes = 0;
        for (Frames next = client.session().next();
                next != null;
                next = client.session().next()) {
            frames++;
            bytes += next.bytes().length;
        }

        assertThat(frames).isPositive();
        assertThat(stats()).isEqualTo(new StreamStats(1, frames, bytes, 0, 0, 0));
        client.session().close();
        assertThat(stats()).isEqualTo(new StreamStats(0, frames, bytes, 0, 0, 0));
    }

    @Test
    void theLagIsThatOfTheOneWhichIsFurthestBehind() {
        client.connect().pullAll();
        long head = Backends.of(tasks).log().head();
        Puppet.Run run = start("a");
        IntStream.rangeClosed(1, 10).forEach(i -> run.ctx().progress("step " + i));
        ModelClient keepsUp = new ModelClient(endpoint);
        keepsUp.connect().pullAll();

        assertThat(stats().open()).isEqualTo(2);
        assertThat(stats().lag())
                .isEqualTo(Backends.of(tasks).log().head() - head)
                .isEqualTo(11);
        client.pullAll();
        assertThat(stats().lag()).isZero();
        assertThat(stats().merged()).isZero();
        client.session().close();
        keepsUp.session().close();
    }

    @Test
    void whatIsMergedIsCountedOnceForEachTimeThatAStreamIsTooSlow() {
        client.connect().pullAll();
        for (int time = 1; time <= 2; time++) {
            Puppet.Run run = start("a");
            IntStream.rangeClosed(1, FLOOD).forEach(i -> run.ctx().progress("step " + i));
            run.end();
            client.pullAll();

            assertThat(stats().merged()).isEqualTo(time);
        }
        assertThat(stats().resets()).isZero();
        client.session().close();
    }
}
