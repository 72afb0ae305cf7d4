package dev.fresnel.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionsTest {
    @ParameterizedTest
    @CsvSource({"1.26.6,true", "1.26.10,true", "1.27,true", "2.0,true", "1.26,false", "1.26.5,false", "1.9.9,false", "1.26rc1,false", "'',false"})
    void comparesNumbersNotLetters(String version, boolean expected) {
        assertThat(Versions.atLeast(version, "1.26.6")).isEqualTo(expected);
    }

    @Test
    void everyVersionAndTheRecipeChangeTheFolder() {
        assertThat(new Versions("1.36.1", "3.6.11", "0.8.0", 1).key())
                .isEqualTo(new Versions("1.36.1", "3.6.11", "0.8.0", 1).key())
                .startsWith("1.36.1-")
                .isNotEqualTo(new Versions("1.36.1", "3.6.12", "0.8.0", 1).key())
                .isNotEqualTo(new Versions("1.36.1", "3.6.11", "0.8.1", 1).key())
                .isNotEqualTo(new Versions("1.36.1", "3.6.11", "0.8.0", 2).key());
    }

    @Test
    void stagingModulesFollowKubernetes() {
        assertThat(new Versions("1.36.1", "3.6.11", "0.8.0", 1).staging()).isEqualTo("0.36.1");
    }
}
