package org.noisescale.driver.report;

/** One of the things a study can ask to have drawn. */
interface Drawing {
    /** The section of the page, with an answer in words where the figures give one. */
    Page.Section draw(Comparison comparison);
}
