package dev.taskcast.engine;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The name of one life of a node: another one each time, so that nobody takes it for the one before. */
final class NodeName {
    private NodeName() {}

    static String of(String name) {
        return name + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 10);
    }
}
