package dev.taskcast.docs;

import dev.taskcast.testkit.http.EndpointContract;
import dev.taskcast.testkit.http.HttpContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves out the parts of the contract that the JDK's server does in its own way, and says so. */
final class JdkLimits implements ExecutionCondition {
    private static final Map<String, String> LEFT_OUT = new HashMap<>();

    static {
        leftOut(
                "adds Date, and Connection where a stream ends with its connection",
                "aStreamHasTheHeadersOfTheProtocolAndNoOthers",
                "aClientOfHttp10GetsAStreamWithoutChunks");
        leftOut("does not say Connection: close where it closes", "aConnectionIsKeptUntilTheClientWantsItsEnd");
        leftOut("the example has one endpoint", "theEndpointWithTheLongestPathAnswers");
        leftOut(
                "refuses by itself, in its own words, what is no HTTP or no URI",
                "aPathThatLeadsNowhereIsAnsweredByTheProtocol",
                "anAbsoluteTargetIsTakenByItsPath",
                "aTargetThatIsNoPathIsRefused",
                "twoLengthsAreRefused",
                "aLengthThatIsNoneIsRefused",
                "aHeaderWithoutAColonIsRefused",
                "whatIsNoHttpIsRefused",
                "aBadChunkIsRefused",
                "whateverIsSentTheServerGoesOn");
        leftOut(
                "has limits of its own for heads",
                "aRequestLineOver8KiBIsRefused",
                "aRequestLineOfAMebibyteIsRefused",
                "aHeaderOver32KiBIsRefused",
                "manyHeadersOver32KiBAreRefused",
                "aPageOfAnAllowedSiteReadsWhyItIsRefused");
        leftOut("does not look at Host", "aRequestWithoutAHostIsRefused", "aRequestWithTwoHostsIsRefused");
        leftOut(
                "answers an expectation by itself",
                "aClientThatAsksMayGoOn",
                "anotherExpectationIsRefused",
                "aBodyThatIsTooLongIsRefusedInPlaceOf100");
        leftOut(
                "keeps the connection, and reads the rest of a body, after an answer",
                "aBodyOverAMebibyteIsRefused",
                "aBodyOverAMebibyteInChunksIsRefused",
                "aBodyOverAMebibyteIsRefusedBeforeItIsSent");
        Set<String> known = namesOf(HttpContract.class);
        known.removeAll(namesOf(EndpointContract.class)); // of which nothing may be left out
        if (!known.containsAll(LEFT_OUT.keySet())) {
            throw new IllegalStateException(
                    "What is left out must be what HttpContract adds to EndpointContract, got: " + LEFT_OUT.keySet());
        }
    }

    private static Set<String> namesOf(Class<?> contract) {
        return Arrays.stream(contract.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    private static void leftOut(String why, String... tests) {
        List.of(tests).forEach(test -> LEFT_OUT.put(test, "The JDK's server: " + why));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String why =
                context.getTestMethod().map(Method::getName).map(LEFT_OUT::get).orElse(null);
        return why == null ? ConditionEvaluationResult.enabled("") : ConditionEvaluationResult.disabled(why);
    }
}
