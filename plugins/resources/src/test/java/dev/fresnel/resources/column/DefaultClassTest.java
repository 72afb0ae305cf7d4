package dev.fresnel.resources.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fresnel.resources.Fixture;
import dev.fresnel.testing.plugin.TestView;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultClassTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'metadata':{'annotations':{'storageclass.kubernetes.io/is-default-class':'true'}}}|true",
        "{'metadata':{'annotations':{'storageclass.beta.kubernetes.io/is-default-class':'true'}}}|true",
        "{'metadata':{'annotations':{'storageclass.kubernetes.io/is-default-class':'false'}}}|``",
        "{'metadata':{}}|``",
    })
    void isMarked(String text, String told) {
        var column = new DefaultClass();
        var storageClass = Fixture.of(column.reads().kind(), text).reading(column.reads());
        assertThat(column.cells(storageClass, TestView.of("").lookup(column.reads()))).isEqualTo(List.of(told)).hasSameSizeAs(column.columns());
    }
}
