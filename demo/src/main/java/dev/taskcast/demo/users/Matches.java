package dev.taskcast.demo.users;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which of many users are the same person: a union-find over their places in the list. Not thread-safe. */
final class Matches {
    private final List<User> users;
    private final int[] parent;
    private final Spelling spelling = new Spelling();

    Matches(List<User> users) {
        this.users = users;
        parent = new int[users.size()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
    }

    /** Two with the same key are one; an empty key says nothing. */
    void uniteBy(Function<User, String> key) {
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            String value = key.apply(users.get(i));
            if (!value.isEmpty()) {
                Integer first = firsts.putIfAbsent(value, i);
                if (first != null) {
                    unite(first, i);
                }
            }
        }
    }

    /** The places of the users that are near enough to be worth a comparison by name. */
    Collection<List<Integer>> neighbours() {
        Map<String, List<Integer>> byPlace = new LinkedHashMap<>();
        for (int i = 0; i < users.size(); i++) {
            User user = users.get(i);
            String place = user.city() + "/" + user.name().charAt(0);
            byPlace.computeIfAbsent(place, p -> new ArrayList<>()).add(i);
        }
        return byPlace.values();
    }

    /** Among neighbours, the same postcode and nearly the same name is one. */
    void uniteSimilar(List<Integer> neighbours) {
        for (int i = 1; i < neighbours.size(); i++) {
            for (int j = 0; j < i; j++) {
                int a = neighbours.get(i);
                int b = neighbours.get(j);
                boolean similar =
                        spelling.similar(users.get(a).name(), users.get(b).name());
                if (similar && users.get(a).postcode().equals(users.get(b).postcode())) {
                    unite(a, b);
                }
            }
        }
    }

    /** One user for each person, with what any system knows. */
    List<User> merged() {
        Map<Integer, User> byRoot = new LinkedHashMap<>();
        for (int i = 0; i < users.size(); i++) {
            byRoot.merge(root(i), users.get(i), User::with);
        }
        return new ArrayList<>(byRoot.values());
    }

    /** The smaller place is the root, so that the result does not hang on the order of the calls. */
    private void unite(int a, int b) {
        int rootA = root(a);
        int rootB = root(b);
        parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    }

    private int root(int i) {
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }
}
