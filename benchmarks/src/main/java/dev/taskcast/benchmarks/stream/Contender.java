package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.containers.Container;
import io.netty.channel.uring.IoUring;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is compared. The first is the limit: ratios are to it. Those of servlet containers are measured where they are named: there the limit
 * is the bare servlet.
 */
enum Contender {
    RAW,
    TASKCAST {
        @Override
        String classPath() {
            // The server takes the best transport that it finds, and an application may leave some out.
            return Arrays.stream(super.classPath().split(File.pathSeparator))
                    .filter(entry -> !entry.contains("io_uring"))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    },
    TASKCAST_URING {
        @Override
        Optional<String> obstacle() {
            return IoUring.isAvailable() ? Optional.empty() : Optional.of("the kernel has no io_uring for us");
        }
    },
    NCHAN {
        @Override
        Optional<String> obstacle() {
            return NchanEvents.obstacle();
        }
    },
    BARE_TOMCAT,
    SERVLET_TOMCAT,
    EMITTER_TOMCAT,
    BARE_JETTY,
    SERVLET_JETTY,
    EMITTER_JETTY,
    BARE_UNDERTOW,
    SERVLET_UNDERTOW,
    EMITTER_UNDERTOW;

    /** Those that are measured where none is named. */
    static final List<Contender> USUAL = List.of(RAW, TASKCAST, TASKCAST_URING, NCHAN);

    /** Its name in options and tables. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Contender of(String label) {
        return Arrays.stream(values())
                .filter(contender -> contender.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("contender must be known, got: " + label));
    }

    /** Why it can't be measured on this machine; empty if it can. */
    Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Of the server's JVM. */
    String classPath() {
        return System.getProperty("java.class.path");
    }

    /** What a stream says once its viewer has what there was. */
    String mark() {
        return this == NCHAN ? ": hi" : "\"ready\"";
    }

    boolean isTaskcast() {
        return this == TASKCAST || this == TASKCAST_URING || name().startsWith("SERVLET_");
    }

    EventServer server(Setup setup) throws Exception {
        return switch (this) {
            case RAW -> new RawEvents(setup);
            case TASKCAST, TASKCAST_URING -> new TaskcastEvents(setup, TaskcastEvents::embedded);
            case NCHAN -> new NchanEvents();
            case BARE_TOMCAT -> new BareEvents(Container.TOMCAT);
            case BARE_JETTY -> new BareEvents(Container.JETTY);
            case BARE_UNDERTOW -> new BareEvents(Container.UNDERTOW);
            case SERVLET_TOMCAT -> new TaskcastEvents(setup, TaskcastEvents.in(Container.TOMCAT));
            case SERVLET_JETTY -> new TaskcastEvents(setup, TaskcastEvents.in(Container.JETTY));
            case SERVLET_UNDERTOW -> new TaskcastEvents(setup, TaskcastEvents.in(Container.UNDERTOW));
            case EMITTER_TOMCAT -> new EmitterEvents(Container.TOMCAT);
            case EMITTER_JETTY -> new EmitterEvents(Container.JETTY);
            case EMITTER_UNDERTOW -> new EmitterEvents(Container.UNDERTOW);
        };
    }
}
