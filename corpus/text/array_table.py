# array: values and messages of one expression a line.
import array, pickle, copy
EXPRESSIONS = r'''
array.array("x")
array.array(5)
array.array("i","abc")
array.array("i",[1.5])
array.array("b",[200])
array.array("H",[-1])
array.array("I",[-1])
array.array("q",[2**70])
array.array("f",[1.1]),array.array("w","abc"),array.array("i",b"abcd"),array.array("i",array.array("b",[1,2])),array.array("d",[1,2.5])
array.array("i",b"abc")
array.array("i",5)
array.array("i",[1,2])+[1]
array.array("i",[1,2])*2,array.array("i",[1,2])[::-1],array.array("i",[1,2])[0]
array.array("i",[1,2])[5]
array.array("i",[1,2])["x"]
array.array("i",[1,2]).index(5)
array.array("i",[1,2]).remove(5)
array.array("i").pop()
array.array("i",[1,2]).__reduce_ex__(3)
array.array("i",[1,2])==array.array("d",[1,2]),array.array("i",[1,2])<array.array("i",[1,3]),array.array("i",[1,2])==[1,2]
array.array("i",[1,2]).tobytes(),array.array("i",[1,2]).tolist(),memoryview(array.array("i",[1,2])).format,memoryview(array.array("i",[1,2])).tolist(),5 in array.array("i",[5])
(lambda a:(a.append(3),a.extend([4]),a.insert(0,9),a.reverse(),a.pop(),a))(array.array("i",[1,2]))
(lambda a:(a.__setitem__(slice(0,1),array.array("i",[7,8])),a.__delitem__(0),a.byteswap(),a))(array.array("i",[1,2]))
pickle.loads(pickle.dumps(array.array("i",[1,2]))),copy.copy(array.array("i",[1]))
(lambda a:(memoryview(a),a.append(1)))(array.array("i",[1]))[1]
'''
for line in EXPRESSIONS.strip().split('\n'):
    try:
        print(line, '->', repr(eval(line)))
    except BaseException as e:
        print(line, '->', type(e).__name__, e)
