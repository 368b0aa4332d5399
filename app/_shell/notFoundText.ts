export const notFoundText = {
  title: "There is no such page",
  detail: "It may have been deleted, or it is not yours to see.",
};
