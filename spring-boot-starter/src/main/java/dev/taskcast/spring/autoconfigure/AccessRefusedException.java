package dev.taskcast.spring.autoconfigure;

/** Only who is logged in is to be let in, and nobody can log in. */
final class AccessRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AccessRefusedException() {
        super("taskcast.access=authenticated needs Spring Security, which is not there");
    }
}
