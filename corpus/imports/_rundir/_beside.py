v = "beside"
