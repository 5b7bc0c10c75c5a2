package dev.taskcast.task;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What options say of a task to people: the same for one that is registered and for one that is submitted. Immutable. */
record Words(
        @Nullable String title,
        @Nullable String description,
        @Nullable String owner,
        List<String> tags) {
    static final Words NONE = new Words(null, null, null, List.of());

    Words titled(String newTitle) {
        return new Words(TaskText.atMost("A title", newTitle, TaskText.MAX_TITLE), description, owner, tags);
    }

    Words described(String newDescription) {
        String checked = TaskText.atMost("A description", newDescription, TaskText.MAX_DESCRIPTION);
        return new Words(title, checked, owner, tags);
    }

    Words ownedBy(String newOwner) {
        return new Words(title, description, TaskText.atMost("An owner", newOwner, TaskText.MAX_OWNER), tags);
    }

    /** With more tags, each once; they are looked at by {@link #checked}. */
    Words tagged(List<String> more) {
        Set<String> all = new LinkedHashSet<>(tags);
        all.addAll(more);
        return new Words(title, description, owner, List.copyOf(all));
    }

    /** These, where there are not too many tags. */
    Words checked() {
        TaskText.tags(tags, tags.size());
        return this;
    }

    /** These, and others where these say nothing; the tags of both. */
    Words or(Words others) {
        return new Words(
                title == null ? others.title : title,
                description == null ? others.description : description,
                owner == null ? others.owner : owner,
                others.tagged(tags).tags);
    }

    TaskIdentity identity(String id, String type, Turn turn) {
        return new TaskIdentity(id, type, title, description, owner, tags, turn);
    }
}
