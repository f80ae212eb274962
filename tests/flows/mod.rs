mod lesson;
mod published;
