// Regex
