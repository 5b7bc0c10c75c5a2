package dev.taskcast.http.access;

import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.task.TaskIdentity;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An application's people: they say who they are in a header, and see some tasks, by their ids. */
public final class People implements Access {
    private final Map<String, Person> people = new ConcurrentHashMap<>();

    /** One of them; what they may can change at any time. */
    public static final class Person implements Viewer {
        private final String name;
        final Set<String> seen = new HashSet<>();
        final EnumSet<Action> actions = EnumSet.allOf(Action.class);
        public boolean in = true;
        boolean broken;

        Person(String name) {
            this.name = name;
        }

        private boolean orBroken(boolean answer) {
            if (broken) {
                throw new IllegalStateException("The database is down");
            }
            return answer;
        }

        @Override
        public boolean canSee(TaskIdentity task) {
            return orBroken(seen.contains(task.id()) || name.equals(task.owner()));
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            return orBroken(actions.contains(action));
        }

        @Override
        public boolean check() {
            return orBroken(in);
        }

        @Override
        public String owner() {
            return name;
        }
    }

    public Person person(String name, String... seen) {
        Person person = people.computeIfAbsent(name, Person::new);
        person.seen.addAll(Set.of(seen));
        return person;
    }

    public static SimpleRequest as(String name, SimpleRequest request) {
        return request.with("X-Name", name);
    }

    @Override
    public Optional<Viewer> open(Request request) {
        String name = request.header("x-name");
        @Nullable Person person = name == null ? null : people.get(name);
        return person != null && person.in ? Optional.of(person) : Optional.empty();
    }
}
