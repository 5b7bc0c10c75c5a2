package dev.taskcast.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says how to let somebody in. */
final class AccessRefusedAnalyzer extends AbstractFailureAnalyzer<AccessRefusedException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, AccessRefusedException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Add spring-boot-starter-security; or give the application a bean of dev.taskcast.http.access.Access;"
                        + " or set taskcast.access to loopback (this machine only) or everybody.",
                cause);
    }
}
