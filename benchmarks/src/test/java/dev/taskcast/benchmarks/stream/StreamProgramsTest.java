package dev.taskcast.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each program, for a moment: that frames come, and numbers come out. */
class StreamProgramsTest {
    private static final List<Contender> CONTENDERS = List.of(Contender.RAW, Contender.TASKCAST);

    private static Options options(int viewers, int... tasks) {
        return Options.parse(
                        List.of(viewers),
                        Arrays.stream(tasks).boxed().toList(),
                        "--rounds=1",
                        "--millis=50",
                        "--windows=1",
                        "--pause=100")
                .with(CONTENDERS);
    }

    private static Pair threads(Contender contender, Setup setup) throws IOException {
        List<String> words = new ArrayList<>(setup.words());
        words.addFirst(contender.label());
        String[] args = words.toArray(String[]::new);
        var server = new ServerSide(new ThreadPeer((commands, answers) -> ServerMain.serve(commands, answers, args)));
        String[] viewerArgs = {String.valueOf(server.port), String.valueOf(server.ackPort), contender.mark()};
        Pair.Patient viewers = () -> new ViewersSide(
                new ThreadPeer((commands, answers) -> ViewersMain.serve(commands, answers, viewerArgs)));
        return new Pair(server, viewers.start(), viewers);
    }

    /** A row for each contender in each of so many cases, with a number other than zero. */
    private static void assertRows(String table, int cases) {
        for (Contender contender : CONTENDERS) {
            assertThat(table.lines().filter(line -> line.contains("| " + contender.label() + " |")))
                    .hasSize(cases)
                    .allMatch(line -> line.split("\\|", -1)[3].trim().matches("[0-9.,]+"), "has a number");
        }
    }

    @Test
    void fanOut() throws Exception {
        assertRows(new FanOut(options(5), StreamProgramsTest::threads).run(), 2);
    }

    @Test
    void latency() throws Exception {
        assertRows(new Latency(options(5), StreamProgramsTest::threads).run(), 1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = ".*_(TOMCAT|JETTY|UNDERTOW)")
    void inContainers(Contender contender) throws Exception {
        Options options = options(5).with(List.of(contender));

        assertThat(new Latency(options, StreamProgramsTest::threads).run())
                .containsPattern("\\| " + contender.label() + " \\|[ 0-9.,|–-]*[1-9]");
        assertThat(new FanOut(options, StreamProgramsTest::threads).run()).contains("| " + contender.label() + " |");
    }

    @Test
    void feeds() throws Exception {
        assertRows(new Feeds(options(5, 10), StreamProgramsTest::threads).run(), 1);
    }

    @Test
    void connects() throws Exception {
        var sizes = new Connects.Sizes(
                new Connects.Case(10, 0),
                new Connects.Case(3, 20),
                new Connects.Case(3, 50),
                new Connects.Case(3, 300));

        assertRows(new Connects(options(1), StreamProgramsTest::threads, sizes).run(), 4);
    }

    @Test
    void memory() throws Exception {
        String table = new Memory(options(10), StreamProgramsTest::threads, 1).run();

        assertThat(table).contains("| raw |").contains("| taskcast |");
    }

    @Test
    void badNeighbours() throws Exception {
        assertRows(new BadNeighbours(options(10), StreamProgramsTest::threads).run(), 3);
    }

    @Test
    void progressCall() throws Exception {
        assertRows(new ProgressCall(options(5), StreamProgramsTest::threads).run(), 1);
    }

    @Test
    void scaleIsDrawn() throws Exception {
        String table = new Scale(options(5, 10), StreamProgramsTest::threads).run();

        assertThat(table.lines()).hasSize(1 + 3 * CONTENDERS.size()).startsWith(Scale.HEADING);
        assertThat(ScalePlots.draw(table.lines().toList()))
                .containsOnlyKeys("tasks", "history", "viewers")
                .allSatisfy((axis, svg) -> assertThat(svg).contains(">raw<", ">taskcast<"));
    }

    @Test
    void inProcessesOfTheirOwn() throws Exception {
        Options options = options(5).with(List.of(Contender.TASKCAST));

        assertThat(new Latency(options, Pair.processes(List.of())).run()).contains("| taskcast | ");
    }
}
