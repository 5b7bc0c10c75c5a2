package dev.taskcast.demo.reports;

import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.task.TaskIdentity;
import java.util.Optional;
import java.util.Set;

/**
 * Two people, each of whom sees their own reports. Their login is for a demo only: whoever says a name is let in under
 * it. An application looks up a session or checks a token here.
 */
public final class Team {
    /** Lets Ann and Ben in, and nobody else. */
    public static final Access ACCESS = Team::open;

    private static final String SCHEME = "Bearer ";
    private static final Set<String> NAMES = Set.of("ann", "ben");

    private Team() {}

    private static Optional<Viewer> open(Request request) {
        String header = request.header("Authorization");
        if (header == null || !header.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String name = header.substring(SCHEME.length());
        return NAMES.contains(name) ? Optional.of(new Member(name)) : Optional.empty();
    }

    /** Sees what is theirs; what they submit is. */
    private record Member(String owner) implements Viewer {
        @Override
        public boolean canSee(TaskIdentity task) {
            return owner.equals(task.owner());
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            return canSee(task);
        }

        @Override
        public String key() {
            return owner;
        }
    }
}
