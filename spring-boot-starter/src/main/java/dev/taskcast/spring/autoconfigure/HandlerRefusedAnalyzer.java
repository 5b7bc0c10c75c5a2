package dev.taskcast.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has a start that fails over a handler say so in two lines in place of a stack trace. */
final class HandlerRefusedAnalyzer extends AbstractFailureAnalyzer<HandlerRefusedException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, HandlerRefusedException cause) {
        return new FailureAnalysis(cause.getMessage(), "Change the method, or its @HandlesTask.", cause);
    }
}
