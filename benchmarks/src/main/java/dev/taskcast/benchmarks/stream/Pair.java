package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Jvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server and its viewers; and where to get more of them, who read only while the others have nothing to read. */
record Pair(ServerSide server, ViewersSide viewers, Patient patient) implements AutoCloseable {

    // A small eden that the warm-up fills once: otherwise garbage that touches fresh pages counts as memory.
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmn16m", "-Xmx1g", "--enable-native-access=ALL-UNNAMED");

    /** Makes patient viewers. */
    interface Patient {
        ViewersSide start() throws IOException;
    }

    /** Makes pairs. */
    interface Starter {
        Pair start(Contender contender, Setup setup) throws IOException;
    }

    /** Pairs of JVMs, each on a processor of its own, with further flags for the server's. */
    static Starter processes(List<String> serverFlags) {
        return (contender, setup) -> {
            List<String> flags = new ArrayList<>(FLAGS);
            flags.addAll(serverFlags);
            List<String> args = new ArrayList<>(setup.words());
            args.addFirst(contender.label());
            ServerSide server = new ServerSide(
                    Jvm.start(0, flags, contender.classPath(), ServerMain.class, args.toArray(String[]::new)));
            String[] viewerArgs = {String.valueOf(server.port), String.valueOf(server.ackPort), contender.mark()};
            return new Pair(
                    server,
                    new ViewersSide(Jvm.start(1, FLAGS, ViewersMain.class, viewerArgs)),
                    () -> new ViewersSide(Jvm.startIdle(1, FLAGS, ViewersMain.class, viewerArgs)));
        };
    }

    @Override
    public void close() {
        viewers.close();
        server.close();
    }
}
