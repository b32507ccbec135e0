/**
 * Studies: a question, a base configuration, the axes it sweeps.
 *
 * <p>{@link org.noisescale.driver.study.StudyReader} turns a file and the settings of the command line into a
 * {@link org.noisescale.driver.study.Study} whose every run is complete and valid. Text becomes values that know their
 * line ({@code YamlParser}), the sweep makes one study of them for each combination ({@code Sweep}), the readers of the
 * sections ask for keys with defaults and ranges ({@code Section}), and what they were answered is written down
 * ({@code Resolution}) for the resolved study ({@code StudyWriter}). Which keys there are stands in {@code StudyKeys};
 * what they mean, in {@code studies/reference.yaml}.
 */
@NullMarked
package org.noisescale.driver.study;

import org.jspecify.annotations.NullMarked;
