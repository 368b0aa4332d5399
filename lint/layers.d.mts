type Rule = { name: string; message: string };

export const layers: Rule[];
export const reserved: Rule[];
export const structure: Record<"parent" | "folder" | "barrel" | "query", string>;
