mod common;
mod tutoring;
