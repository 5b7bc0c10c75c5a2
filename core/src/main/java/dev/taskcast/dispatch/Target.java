package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import java.util.List;

/**
 * What is to be decided for a submit with a unique key.
 *
 * @param id over which task: a new one, or the one that has the key
 * @param command that it is made, joined or put off
 * @param replaced tasks that are to be canceled before that
 */
public record Target(String id, Command command, List<String> replaced) {
    Target(String id, Command command) {
        this(id, command, List.of());
    }
}
