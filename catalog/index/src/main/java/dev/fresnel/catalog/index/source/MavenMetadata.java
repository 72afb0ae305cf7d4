package dev.fresnel.catalog.index.source;

import dev.fresnel.catalog.api.Reason;
import dev.fresnel.catalog.api.Refusal;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** {@code maven-metadata.xml}: which versions of an artifact there are. No document types, no entities, no look at other files. */
final class MavenMetadata {
    private static final int MOST = 10_000;

    private MavenMetadata() {}

    static List<String> versions(byte[] document) throws Refusal {
        var versions = new ArrayList<String>();
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            boolean listed = false;
            while (reader.hasNext() && versions.size() < MOST) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new Refusal(Reason.SOURCE_INVALID, "maven-metadata.xml declares a document type");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    listed |= reader.getLocalName().equals("versions");
                    if (listed && reader.getLocalName().equals("version")) {
                        versions.add(reader.getElementText().strip());
                    }
                }
            }
            return versions;
        } catch (XMLStreamException e) {
            throw new Refusal(Reason.SOURCE_INVALID, "maven-metadata.xml is no valid XML", e);
        }
    }
}
