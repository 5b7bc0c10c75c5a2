package dev.taskcast.store.codec;

import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskProgress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BlockWriter} wrote as a block. What can't be read is logged and passed by: the rest goes on. */
public final class BlockReader {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final int KIND = "{\"k\":\"".length();

    /** Takes the changes of a block. */
    public interface Visitor {
        /**
         * Takes the next one.
         *
         * @param draft what it says
         * @param created which task; 0 where it is of none
         * @param position its position; that of the transition that it comes after, where it takes none
         */
        void change(Draft draft, long created, long position);

        /**
         * Is told how far a run was whose end is among the changes, before these.
         *
         * @param fence of the run
         * @param progress the last of it
         */
        default void last(long fence, TaskProgress progress) {}
    }

    private final Block block;
    private final byte[] json;
    private final int firstLine;
    private final Map<Long, TaskProgress> ends = new HashMap<>(); // by fence, how far runs were that have ended
    private long head;
    private long version = 1; // the first blocks do not say it

    private BlockReader(Block block) {
        this.block = block;
        json = Packing.unpack(block.data());
        firstLine = lineEnd(0);
        if (firstLine == 0) {
            head = block.position();
        } else {
            header(firstLine);
        }
    }

    /**
     * Reads a block.
     *
     * @param block as it was kept
     * @param visitor is told of its changes, in their order
     * @throws StoreException if it is of a version that this node does not know: nothing was taken of it
     */
    public static void read(Block block, Visitor visitor) {
        BlockReader reader;
        try {
            reader = new BlockReader(block);
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Block " + block.number() + " of the journal can't be read, and is passed by",
                    unreadable);
            return;
        }
        if (reader.version > BlockWriter.VERSION) {
            throw new StoreException(
                    "Block " + block.number() + " of the journal is of version " + reader.version
                            + ", and this version of Taskcast knows " + BlockWriter.VERSION + ": update this node",
                    null);
        }
        reader.changes(visitor);
    }

    private void changes(Visitor visitor) {
        ends.forEach(visitor::last);
        long last = head;
        for (int from = firstLine; from < json.length; ) {
            int to = lineEnd(++from);
            boolean takesPosition = takesPosition(from);
            Draft draft = draft(from, to);
            if (takesPosition) {
                last = draft != null && draft.position() > 0 ? draft.position() : last + 1;
            }
            if (draft != null && draft.isOfNoTask()) {
                visitor.change(draft, 0, last);
            } else if (draft != null) {
                long at = takesPosition ? last : head - draft.baseDistance();
                visitor.change(draft, draft.kind().equals("m") ? at : head - draft.distance(), at);
            }
            from = to;
        }
    }

    private @Nullable Draft draft(int from, int to) {
        try {
            return Draft.read(json, from, to, block.node());
        } catch (RuntimeException unreadable) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A change in block " + block.number() + " of the journal can't be read, and is passed by",
                    unreadable);
            return null;
        }
    }

    private boolean takesPosition(int line) {
        int kind = line + KIND;
        return kind >= json.length || "anlou".indexOf(json[kind]) < 0;
    }

    private void header(int to) {
        boolean hasHead = false;
        Map<Long, TaskProgress> distances = Map.of();
        Json line = Json.object(json, 0, to);
        for (String field = line.nextName(); field != null; field = line.nextName()) {
            switch (field) {
                case "h" -> {
                    head = line.number();
                    hasHead = true;
                }
                case "v" -> version = line.number();
                case "g" -> distances = distances(line);
                default -> line.skip();
            }
        }
        distances.forEach((distance, progress) -> ends.put(head - distance, progress));
        if (!hasHead && version <= BlockWriter.VERSION) {
            throw new IllegalArgumentException("A block must say where it begins, got: nothing");
        }
    }

    private static Map<Long, TaskProgress> distances(Json line) {
        Map<Long, TaskProgress> distances = new HashMap<>();
        line.enter();
        for (String run = line.nextName(); run != null; run = line.nextName()) {
            line.enter();
            distances.put(Long.valueOf(run), StateReader.progress(line));
        }
        return distances;
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < json.length && json[end] != '\n') {
            end++;
        }
        return end;
    }
}
