package dev.fresnel.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class RequirementsTest {
    private static String words(String message) {
        return Requirements.inWords(new BundleException(message, BundleException.RESOLVE_ERROR));
    }

    @Test
    void whatTheFrameworkSaysOfOneThatDoesNotResolveIsAShortSentence() {
        assertThat(words("Unable to resolve plug.user [4](R 4.0): missing requirement [plug.user [4](R 4.0)] osgi.wiring.package; "
                        + "(&(osgi.wiring.package=plug.library)(version>=1.0.0)(!(version>=2.0.0))) Unresolved requirements: [[plug.user [4](R 4.0)] "
                        + "osgi.wiring.package; (&(osgi.wiring.package=plug.library)(version>=1.0.0)(!(version>=2.0.0)))]"))
                .isEqualTo("needs package plug.library [1,2)");
    }

    @Test
    void ofAChainTheLastIsTheCause() {
        assertThat(words("Unable to resolve a [1](R 1.0): missing requirement [a [1](R 1.0)] osgi.wiring.package; (osgi.wiring.package=b) "
                        + "[caused by: Unable to resolve b [2](R 2.0): missing requirement [b [2](R 2.0)] osgi.ee; (&(osgi.ee=JavaSE)(version=99))] "
                        + "Unresolved requirements: [[a [1](R 1.0)] osgi.wiring.package; (osgi.wiring.package=b)]"))
                .startsWith("needs Java");
    }

    @Test
    void otherWordsStayAsTheyAre() {
        assertThat(words("Bundle was torn")).isEqualTo("Bundle was torn");
    }
}
